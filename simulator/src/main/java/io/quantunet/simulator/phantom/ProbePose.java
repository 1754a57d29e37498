package io.quantunet.simulator.phantom;

/**
 * Where the probe looks. The skin stays on the probe's face; tilt and pressure grow with depth.
 *
 * @param offset column of the volume under the frame's left edge, pixels
 * @param elevation out of the image plane, pixels; 0 is the plane through the lesion's centre
 * @param tilt rows by which the deepest row sinks for every column to the right
 * @param compression rows of tissue per row of the frame, about 1
 */
record ProbePose(float offset, float elevation, float tilt, float compression) {}

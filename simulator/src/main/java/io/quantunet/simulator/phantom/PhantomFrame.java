package io.quantunet.simulator.phantom;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.GreyImage;

/**
 * One frame with its truth.
 *
 * @param image 8-bit grey
 * @param lesion where the lesion is, at the image's size
 * @param spacingMm millimetres between pixel centres, in both directions
 * @param finding what the volume holds; the mask may be empty even so
 * @param volume seed of the tissue volume
 */
public record PhantomFrame(
    GreyImage image, BinaryMask lesion, double spacingMm, Finding finding, long volume) {}

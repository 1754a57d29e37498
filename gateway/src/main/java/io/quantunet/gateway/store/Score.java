package io.quantunet.gateway.store;

import io.quantunet.proto.FrameKey;

/**
 * A result compared with the truth.
 *
 * @param key the frame
 * @param dice 0..1, on the result's grid
 * @param hasLesion whether the truth has a lesion
 */
public record Score(FrameKey key, double dice, boolean hasLesion) {}

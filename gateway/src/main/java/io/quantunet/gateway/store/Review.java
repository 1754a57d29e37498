package io.quantunet.gateway.store;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.FrameKey;

/**
 * A reviewer's truth about one frame.
 *
 * @param key the frame
 * @param truth the true mask
 * @param reviewer who says so, at most 128 characters
 * @param timeUs when it was said, microseconds since 1970; of two reviews the later one stands
 * @param receivedTimeUs when it arrived here, microseconds since 1970
 */
public record Review(
    FrameKey key, BinaryMask truth, String reviewer, long timeUs, long receivedTimeUs) {}

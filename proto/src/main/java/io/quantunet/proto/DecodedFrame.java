package io.quantunet.proto;

/**
 * A valid frame with its image decoded.
 *
 * @param message the message as it came; its {@code pixels} are still encoded
 * @param image the image, 8-bit grey, {@code [height, width]}
 */
public record DecodedFrame(Frame message, GreyImage image) {

  /** The frame's identity. */
  public FrameKey key() {
    return FrameKey.of(message);
  }
}

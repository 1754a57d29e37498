package io.quantunet.proto;

/**
 * The identity of a frame and of everything said about it.
 *
 * @param device the device's name
 * @param session one power-on of the device
 * @param sequence 1, 2, 3, ... within the session
 */
public record FrameKey(String device, String session, long sequence) {

  /** The identity of a frame. */
  public static FrameKey of(Frame frame) {
    return new FrameKey(frame.getDevice(), frame.getSession(), frame.getSequence());
  }

  /** The identity of the frame that was segmented. */
  public static FrameKey of(Segmentation segmentation) {
    return new FrameKey(
        segmentation.getDevice(), segmentation.getSession(), segmentation.getSequence());
  }

  /** The identity of the frame that was reviewed. */
  public static FrameKey of(Feedback feedback) {
    return new FrameKey(feedback.getDevice(), feedback.getSession(), feedback.getSequence());
  }

  @Override
  public String toString() {
    return device + '/' + session + '/' + sequence;
  }
}

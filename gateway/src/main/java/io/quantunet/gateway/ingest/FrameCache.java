package io.quantunet.gateway.ingest;

import io.quantunet.proto.DecodeException;
import io.quantunet.proto.Frame;
import io.quantunet.proto.FrameCodec;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.PngImages;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The newest few frames of each device, as they came, so that the page can show the very picture
 * that a mask belongs to. Bounded in frames per device and in bytes over all. Thread-safe.
 */
public final class FrameCache {

  private final int framesPerDevice;
  private final long maxBytes;
  private final Map<FrameKey, CachedFrame> frames = new LinkedHashMap<>();
  private final Map<String, Deque<FrameKey>> newestLast = new HashMap<>();
  private long bytes;

  /**
   * @param framesPerDevice frames kept of one device, positive
   * @param maxBytes encoded bytes kept over all devices; the oldest frames go first
   */
  public FrameCache(int framesPerDevice, long maxBytes) {
    if (framesPerDevice < 1 || maxBytes < 1) {
      throw new IllegalArgumentException("the frame cache must hold at least 1 frame and 1 byte");
    }
    this.framesPerDevice = framesPerDevice;
    this.maxBytes = maxBytes;
  }

  /** Keeps a frame; an older one of the same key is replaced. */
  public synchronized void put(Frame frame, long receivedTimeUs) {
    FrameKey key = FrameKey.of(frame);
    remove(key);
    frames.put(key, new CachedFrame(frame, receivedTimeUs));
    bytes += frame.getPixels().size();
    Deque<FrameKey> ofDevice =
        newestLast.computeIfAbsent(key.device(), device -> new ArrayDeque<>());
    ofDevice.addLast(key);
    if (ofDevice.size() > framesPerDevice) {
      remove(ofDevice.getFirst());
    }
    Iterator<FrameKey> oldest = frames.keySet().iterator();
    while (bytes > maxBytes && frames.size() > 1) {
      remove(oldest.next());
      oldest = frames.keySet().iterator();
    }
  }

  /** The frame of this key, if it is still here. */
  public synchronized Optional<CachedFrame> find(FrameKey key) {
    return Optional.ofNullable(frames.get(key));
  }

  /** A device's newest frame. */
  public synchronized Optional<CachedFrame> newest(String device) {
    return Optional.ofNullable(newestLast.get(device)).map(Deque::getLast).map(frames::get);
  }

  /** The newest frame of every device, by name. */
  public synchronized Map<String, CachedFrame> newestOfAll() {
    Map<String, CachedFrame> newest = new HashMap<>();
    newestLast.forEach((device, keys) -> newest.put(device, frames.get(keys.getLast())));
    return newest;
  }

  private void remove(FrameKey key) {
    CachedFrame removed = frames.remove(key);
    if (removed == null) {
      return;
    }
    bytes -= removed.frame().getPixels().size();
    Deque<FrameKey> ofDevice = newestLast.get(key.device());
    ofDevice.remove(key);
    if (ofDevice.isEmpty()) {
      newestLast.remove(key.device());
    }
  }

  /** A frame as it came; its picture is made when first asked for. */
  public static final class CachedFrame {

    private final Frame frame;
    private final long receivedTimeUs;
    private byte[] png;

    CachedFrame(Frame frame, long receivedTimeUs) {
      this.frame = frame;
      this.receivedTimeUs = receivedTimeUs;
    }

    /** The message; its pixels are still encoded and unchecked. */
    public Frame frame() {
      return frame;
    }

    /** When it arrived here, microseconds since 1970. */
    public long receivedTimeUs() {
      return receivedTimeUs;
    }

    /**
     * The picture as an 8-bit grey PNG; takes milliseconds the first time.
     *
     * @throws DecodeException if the frame is damaged
     */
    public synchronized byte[] png() throws DecodeException {
      if (png == null) {
        png = PngImages.encode(FrameCodec.decode(frame).image());
      }
      return png.clone();
    }
  }
}

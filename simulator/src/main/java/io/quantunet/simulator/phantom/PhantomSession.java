package io.quantunet.simulator.phantom;

/**
 * The endless frames of one simulated device: a probe moving over one volume, then set down over
 * the next. The same settings, seed and device number give the same frames. One thread at a time.
 */
public final class PhantomSession {

  private final PhantomSettings settings;
  private final long seed;
  private int volumes;
  private int frameInVolume;
  private BModeScanner scanner;
  private ProbePath path;

  /**
   * @param seed of the whole run
   * @param device the device's number in it
   */
  public PhantomSession(PhantomSettings settings, long seed, int device) {
    this.settings = settings;
    this.seed = SmoothNoise.mixBits(seed + 0x9E3779B97F4A7C15L * (device + 1));
    setDown();
  }

  /**
   * The next frame, about 4 ms of work; one in {@link PhantomSettings#framesPerVolume} takes ten
   * times as long.
   */
  public PhantomFrame next() {
    if (frameInVolume == settings.framesPerVolume()) {
      setDown();
    }
    return scanner.scan(path.at(frameInVolume++));
  }

  private void setDown() {
    TissueVolume volume =
        TissuePainter.paint(settings, SmoothNoise.mixBits(seed + 0x632BE59BD9B4E019L * ++volumes));
    scanner = new BModeScanner(settings, volume);
    path = new ProbePath(settings, volume);
    frameInVolume = 0;
  }
}

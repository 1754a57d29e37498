package io.quantunet.simulator.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.GreyImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The ultrasound phantom")
class PhantomTest {

  private static final PhantomSettings SETTINGS = PhantomSettings.defaults();
  private static final ProbePose CENTRED = new ProbePose(TissueVolume.MARGIN, 0, 0, 1);

  @Test
  @DisplayName(
      "makes fully developed speckle: mean over deviation of the envelope is Rayleigh's 1.91")
  void speckleIsRayleigh() {
    float[] power =
        new BModeScanner(SETTINGS, TissueVolume.homogeneous(SETTINGS, 3)).measure(CENTRED);

    double sum = 0;
    double squares = 0;
    for (float value : power) {
      sum += Math.sqrt(value);
      squares += value;
    }
    double mean = sum / power.length;
    double snr = mean / Math.sqrt(squares / power.length - mean * mean);

    assertThat(snr).isCloseTo(Math.sqrt(Math.PI / (4 - Math.PI)), within(0.08));
  }

  @Test
  @DisplayName("keeps the speckle's power at every depth and between the planes")
  void speckleKeepsItsPower() {
    BModeScanner scanner = new BModeScanner(SETTINGS, TissueVolume.homogeneous(SETTINGS, 3));
    ProbePose between = new ProbePose(TissueVolume.MARGIN + 0.5f, 2, 0.03f, 1.01f);

    float[] power = scanner.measure(between);

    for (int band = 0; band < 4; band++) {
      int rows = SETTINGS.height() / 4;
      double sum = 0;
      for (int i = 0; i < rows * SETTINGS.width(); i++) {
        sum += power[band * rows * SETTINGS.width() + i];
      }
      assertThat(sum / (rows * SETTINGS.width())).as("band %d", band).isCloseTo(1, within(0.15));
    }
  }

  @Test
  @DisplayName("shows every lesion at least 8 dB darker than the tissue beside it")
  void lesionsAreDark() {
    for (TissueVolume volume : volumes(Finding.BENIGN, 6, Finding.MALIGNANT, 6)) {
      float[] power = new BModeScanner(SETTINGS, volume).measure(CENTRED);
      Lesion lesion = volume.lesion().orElseThrow();

      double inside = meanDb(power, lesion, share -> share < 0.8);
      double around = meanDb(power, lesion, share -> share > 1.3 && share < 2);

      assertThat(inside).as("volume %x", volume.seed()).isLessThan(around - 8);
    }
  }

  @Test
  @DisplayName(
      "casts a shadow behind malignant lesions and brightens the tissue behind benign ones")
  void posteriorSigns() {
    assertThat(behindMinusBeside(volumes(Finding.MALIGNANT, 12))).isLessThan(-10);
    assertThat(behindMinusBeside(volumes(Finding.BENIGN, 12))).isGreaterThan(8);
  }

  @Test
  @DisplayName("gives the same frames for the same seed and device, and others for another")
  void deterministic() {
    GreyImage first = third(new PhantomSession(SETTINGS, 7, 0)).image();

    assertThat(third(new PhantomSession(SETTINGS, 7, 0)).image()).isEqualTo(first);
    assertThat(third(new PhantomSession(SETTINGS, 7, 1)).image()).isNotEqualTo(first);
    assertThat(third(new PhantomSession(SETTINGS, 8, 0)).image()).isNotEqualTo(first);
  }

  @Test
  @DisplayName("marks a lesion of plausible size in every frame of a volume that has one")
  void maskArea() {
    PhantomSession session =
        new PhantomSession(SETTINGS.withFramesPerVolume(4).withNormalShare(0), 11, 0);

    for (int i = 0; i < 48; i++) {
      BinaryMask lesion = session.next().lesion();
      double share = (double) lesion.count() / lesion.pixels().length;
      assertThat(share).as("frame %d", i).isBetween(0.004, 0.25);
    }
  }

  @Test
  @DisplayName("marks nothing where there is no lesion")
  void normalIsEmpty() {
    PhantomFrame frame = new PhantomSession(SETTINGS.withNormalShare(1), 5, 0).next();

    assertThat(frame.finding()).isEqualTo(Finding.NORMAL);
    assertThat(frame.lesion().count()).isZero();
  }

  @Test
  @DisplayName(
      "moves smoothly: neighbours resemble each other, distant frames less, another volume not")
  void framesAreCorrelated() {
    PhantomSession session = new PhantomSession(SETTINGS.withFramesPerVolume(30), 2, 0);
    List<GreyImage> images = new ArrayList<>();
    for (int i = 0; i < 31; i++) {
      images.add(session.next().image());
    }

    double next = correlation(images.get(0), images.get(1));
    double distant = correlation(images.get(0), images.get(20));

    assertThat(next).isBetween(0.6, 0.999);
    assertThat(distant).isLessThan(next - 0.1);
    assertThat(images.get(1)).isNotEqualTo(images.get(0));
  }

  @Test
  @DisplayName("uses the grey scale: neither black nor burnt out")
  void greyLevels() {
    PhantomSession session = new PhantomSession(SETTINGS.withFramesPerVolume(1), 4, 0);
    for (int i = 0; i < 10; i++) {
      GreyImage image = session.next().image();
      double sum = 0;
      int white = 0;
      for (byte pixel : image.pixels()) {
        sum += pixel & 0xFF;
        white += (pixel & 0xFF) == 255 ? 1 : 0;
      }
      assertThat(sum / image.pixels().length).isBetween(40.0, 170.0);
      assertThat((double) white / image.pixels().length).isLessThan(0.05);
    }
  }

  @Test
  @DisplayName("takes other frame sizes")
  void otherSizes() {
    GreyImage image = new PhantomSession(SETTINGS.withSize(130, 333), 1, 0).next().image();

    assertThat(image.width()).isEqualTo(130);
    assertThat(image.height()).isEqualTo(333);

    PhantomSettings largest = new PhantomSettings(1024, 1024, 0.1, 1, 0.1);
    PhantomSettings smallest = new PhantomSettings(64, 64, 1, 1, 0.1);
    for (int i = 0; i < 3; i++) {
      assertThat(new PhantomSession(largest, i, 0).next().image().width()).isEqualTo(1024);
      assertThat(new PhantomSession(smallest, i, 0).next().image().width()).isEqualTo(64);
    }
  }

  @Test
  @DisplayName("refuses sizes that it cannot draw")
  void refusesSizes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SETTINGS.withSize(63, 208))
        .withMessage("width must be 64..1024, was 63");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SETTINGS.withNormalShare(Double.NaN))
        .withMessageContaining("normalShare");
  }

  @Test
  @DisplayName("reads decibels within a hundredth from a table")
  void decibels() {
    for (float power = 1e-6f; power < 1e6f; power *= 1.013f) {
      assertThat(LogCompressor.decibels(power))
          .isCloseTo((float) (10 * Math.log10(power)), within(0.01f));
    }
  }

  private static PhantomFrame third(PhantomSession session) {
    session.next();
    session.next();
    return session.next();
  }

  private static List<TissueVolume> volumes(Finding finding, int count) {
    List<TissueVolume> volumes = new ArrayList<>();
    for (long seed = 1; volumes.size() < count; seed++) {
      TissueVolume volume = TissuePainter.paint(SETTINGS, seed);
      if (volume.finding() == finding) {
        volumes.add(volume);
      }
    }
    return volumes;
  }

  private static List<TissueVolume> volumes(Finding one, int ones, Finding other, int others) {
    List<TissueVolume> volumes = volumes(one, ones);
    volumes.addAll(volumes(other, others));
    return volumes;
  }

  /**
   * Mean echo strength of the pixels whose share of the lesion passes; the loss on the way is not
   * in it.
   */
  private static double meanDb(float[] power, Lesion lesion, DoublePredicate where) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < SETTINGS.height(); y++) {
      for (int x = 0; x < SETTINGS.width(); x++) {
        if (where.test(lesion.share(x + TissueVolume.MARGIN, y))) {
          sum += power[y * SETTINGS.width() + x];
          count++;
        }
      }
    }
    return 10 * Math.log10(sum / count);
  }

  /** Mean grey under the lesions less that at the same depth away from them. */
  private static double behindMinusBeside(List<TissueVolume> volumes) {
    double behind = 0;
    double beside = 0;
    int behindCount = 0;
    int besideCount = 0;
    for (TissueVolume volume : volumes) {
      GreyImage image = new BModeScanner(SETTINGS, volume).scan(CENTRED).image();
      Lesion lesion = volume.lesion().orElseThrow();
      int top = Math.round(lesion.centreY() + 1.4f * lesion.halfHeight());
      for (int y = top; y < Math.min(image.height(), top + 20); y++) {
        for (int x = 0; x < image.width(); x++) {
          float away = Math.abs(x + TissueVolume.MARGIN - lesion.centreX());
          if (away < 0.5f * lesion.halfWidth()) {
            behind += image.at(x, y);
            behindCount++;
          } else if (away > 1.6f * lesion.halfWidth()) {
            beside += image.at(x, y);
            besideCount++;
          }
        }
      }
    }
    return behind / behindCount - beside / besideCount;
  }

  private static double correlation(GreyImage a, GreyImage b) {
    int n = a.pixels().length;
    double sumA = 0;
    double sumB = 0;
    double squaresA = 0;
    double squaresB = 0;
    double products = 0;
    for (int i = 0; i < n; i++) {
      double va = a.pixels()[i] & 0xFF;
      double vb = b.pixels()[i] & 0xFF;
      sumA += va;
      sumB += vb;
      squaresA += va * va;
      squaresB += vb * vb;
      products += va * vb;
    }
    return (n * products - sumA * sumB)
        / Math.sqrt((n * squaresA - sumA * sumA) * (n * squaresB - sumB * sumB));
  }
}

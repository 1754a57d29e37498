package io.quantunet.gateway.page;

import static io.quantunet.gateway.Samples.FRAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quantunet.gateway.Gateway;
import io.quantunet.gateway.Samples;
import io.quantunet.gateway.TestSite;
import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.DeviceStatus;
import io.quantunet.proto.Frame;
import io.quantunet.proto.FrameKey;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.Segmentation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

@DisplayName("The live page, in a real browser")
class PageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final BinaryMask MASK = Samples.square(4, 4, 8); // frame pixels 8..23

  @TempDir static Path profile;

  private static TestSite site;
  private static ChromeDriver browser;

  @BeforeAll
  static void start() {
    browser = Browser.open(profile);
    site = TestSite.start();
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.quit();
    }
    if (site != null) {
      site.close();
    }
  }

  @Test
  @DisplayName("colours exactly the lesion of the frame that is shown")
  void drawsTheMaskOverItsFrame() {
    String device = "overlay-1";
    publishFrameAndResult(device, 1);
    openPage();
    awaitSequence(device, 1);

    List<?> inside = pixel(device, "mask", 15, 15);
    assertThat(alpha(inside)).isBetween(40L, 200L);
    assertThat(inside.subList(0, 3)).isNotEqualTo(List.of(0L, 0L, 0L));
    assertThat(alpha(pixel(device, "mask", 8, 8))).as("outline").isEqualTo(255);
    assertThat(alpha(pixel(device, "mask", 7, 15))).as("left of the lesion").isZero();
    assertThat(alpha(pixel(device, "mask", 40, 40))).as("background").isZero();
    assertThat(pixel(device, "frame", 10, 40)).isEqualTo(List.of(40L, 40L, 40L, 255L));
    assertThat(pixel(device, "frame", 60, 40)).isEqualTo(List.of(120L, 120L, 120L, 255L));
  }

  @Test
  @DisplayName("follows new results without a reload")
  void updatesLive() {
    String device = "live-1";
    publishFrameAndResult(device, 1);
    openPage();
    awaitSequence(device, 1);

    publishFrameAndResult(device, 2);
    publishFrameAndResult(device, 5);

    awaitSequence(device, 5);
    soon()
        .untilAsserted(
            () -> {
              assertThat(text(device, "[data-outcome='SEGMENTED']")).isEqualTo("3");
              assertThat(text(device, "[data-value='lost']")).isEqualTo("2");
            });
    assertThat(text(device, "[data-value='area']")).isEqualTo("16.0 mm²");
    assertThat(text(device, "[data-value='confidence']")).isEqualTo("91 %");
    assertThat(text("[data-total='engine']")).isEqualTo("onednn");
    assertThat(text("[data-total='model']")).startsWith("quantunet-test-1");
    assertThat(text("[data-connection]")).isEqualTo("Live");
  }

  @Test
  @DisplayName("keeps the newest picture while that of the next result cannot be had")
  void keepsTheNewestPicture() {
    String device = "kept-1";
    publishFrameAndResult(device, 1);
    openPage();
    awaitSequence(device, 1);

    site.publish(site.topics().results(device), Samples.segmented(Samples.key(device, 2), MASK));

    soon()
        .untilAsserted(
            () ->
                assertThat(text(device, ".note"))
                    .isEqualTo("Frame 2 cannot be shown; frame 1 stays."));
    assertThat(pixel(device, "frame", 10, 40)).isEqualTo(List.of(40L, 40L, 40L, 255L));
    publishFrameAndResult(device, 3);
    awaitSequence(device, 3);
  }

  @Test
  @DisplayName("counts the age of the frame on, and says when it is stale")
  void countsAge() {
    String device = "age-1";
    publishFrameAndResult(device, 1);
    openPage();
    awaitSequence(device, 1);

    double first = age(device);
    soon().until(() -> age(device) >= first + 1);
    soon().until(() -> text(device, ".measure.warn dt").contains("stale"));
  }

  @Test
  @DisplayName("shows Dice as soon as a reviewer has spoken")
  void showsDice() {
    String device = "dice-1";
    publishFrameAndResult(device, 1);
    openPage();
    awaitSequence(device, 1);

    FrameKey key = Samples.key(device, 1);
    site.publish(site.topics().feedback(device), Samples.feedback(key, MASK));

    soon()
        .untilAsserted(
            () -> {
              assertThat(text(device, "[data-value='dice']")).isEqualTo("1.000");
              assertThat(text(device, "[data-value='last-dice']")).isEqualTo("1.000");
            });
  }

  @Test
  @DisplayName("hides and shows the mask with the keyboard")
  void togglesTheMask() {
    String device = "toggle-1";
    publishFrameAndResult(device, 1);
    openPage();
    awaitSequence(device, 1);
    By toggle = By.cssSelector(card(device) + " .toggle");

    browser.findElement(toggle).sendKeys(" ");
    soon().until(() -> !browser.findElement(mask(device)).isDisplayed());
    assertThat(browser.findElement(toggle).getText()).isEqualTo("Show mask");

    browser.findElement(toggle).sendKeys(" ");
    soon().until(() -> browser.findElement(mask(device)).isDisplayed());
  }

  @Test
  @DisplayName("shows a device's own words as text, never as markup")
  void escapesText() {
    String device = "words-1";
    DeviceStatus status =
        DeviceStatus.newBuilder()
            .setFormatVersion(MessageCodec.FORMAT_VERSION)
            .setDevice(device)
            .setSession("s1")
            .setState(DeviceStatus.State.STATE_ONLINE)
            .setDescription("<img src=x onerror='document.title=\"taken\"'>")
            .build();
    site.publish(site.topics().status(device), status.toByteArray(), true);
    openPage();

    soon().untilAsserted(() -> assertThat(text(device, ".description")).startsWith("<img src=x"));
    assertThat(browser.findElements(By.cssSelector(card(device) + " .description img"))).isEmpty();
    assertThat(browser.getTitle()).isEqualTo("QuantU-Net at the bedside");
    assertThat(text(device, ".state")).isEqualTo("Online");
  }

  @Test
  @DisplayName("says when the gateway is gone, keeps its picture, and goes on when it is back")
  void reconnects() {
    try (TestSite other = TestSite.start()) {
      int port = other.gateway().port();
      browser.get(other.uri("/").toString());
      soon().until(() -> text("[data-connection]").equals("Live"));
      publishFrameAndResult(other, "gone-1", 1);
      awaitSequence("gone-1", 1);

      other.gateway().close().toCompletableFuture().join();
      soon().until(() -> text("[data-connection]").startsWith("Connection lost"));
      assertThat(pixel("gone-1", "frame", 10, 40)).isEqualTo(List.of(40L, 40L, 40L, 255L));

      Gateway second =
          Gateway.start(other.system(), other.settings().withAddress("127.0.0.1", port))
              .toCompletableFuture()
              .join();
      soon().until(() -> text("[data-connection]").equals("Live"));
      second.close().toCompletableFuture().join();
    }
  }

  @Test
  @DisplayName("asks for a new model, and says that it did")
  void asksForRetraining() {
    openPage();
    soon().until(() -> browser.findElement(By.id("retrain")).isEnabled());

    browser.findElement(By.id("retrain")).click();

    soon().until(() -> text(".trainer .answer").startsWith("Asked for a new model"));
  }

  @Test
  @DisplayName("says that it is not for diagnosis, and breaks no rule of its own security policy")
  void saysNotForDiagnosis() {
    browser.manage().logs().get(LogType.BROWSER);
    openPage();
    soon().untilAsserted(() -> assertThat(text("[data-connection]")).isEqualTo("Live"));

    assertThat(browser.findElement(By.className("research")).isDisplayed()).isTrue();
    assertThat(text(".research")).isEqualTo("Research use only – not for diagnosis");
    assertThat(browser.manage().logs().get(LogType.BROWSER))
        .extracting(LogEntry::getMessage)
        .filteredOn(line -> !line.contains("favicon"))
        .isEmpty();
  }

  /** Waits; an element that is not there yet, or was just drawn anew, is no failure. */
  private static ConditionFactory soon() {
    return await().atMost(PATIENCE).ignoreExceptionsInstanceOf(WebDriverException.class);
  }

  private static void openPage() {
    browser.get(site.uri("/").toString());
  }

  private static void publishFrameAndResult(TestSite site, String device, long sequence) {
    long nowUs = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    FrameKey key = Samples.key(device, sequence);
    Frame frame = Samples.frame(key).toBuilder().setCaptureTimeUs(nowUs).build();
    Segmentation result = Samples.segmented(key, MASK).toBuilder().setCaptureTimeUs(nowUs).build();
    site.publish(site.topics().frames(device), frame);
    soon()
        .until(
            () ->
                site.get("/api/v1/frames/%s/s1/%d.png".formatted(device, sequence)).statusCode()
                    == 200);
    site.publish(site.topics().results(device), result);
  }

  private static void publishFrameAndResult(String device, long sequence) {
    publishFrameAndResult(site, device, sequence);
  }

  private static void awaitSequence(String device, long sequence) {
    soon()
        .untilAsserted(
            () ->
                assertThat(browser.findElement(mask(device)).getDomAttribute("data-sequence"))
                    .isEqualTo(Long.toString(sequence)));
  }

  private static List<?> pixel(String device, String canvas, int x, int y) {
    String script =
        "const c = document.querySelector(arguments[0]);"
            + "if (c.width !== arguments[3]) throw new Error('canvas is ' + c.width);"
            + "return Array.from(c.getContext('2d').getImageData(arguments[1], arguments[2], 1, 1).data);";
    return (List<?>) browser.executeScript(script, card(device) + " canvas." + canvas, x, y, FRAME);
  }

  private static long alpha(List<?> rgba) {
    return (Long) rgba.get(3);
  }

  private static double age(String device) {
    return Double.parseDouble(text(device, "[data-value='age']").split(" ", 2)[0]);
  }

  private static By mask(String device) {
    return By.cssSelector(card(device) + " canvas.mask");
  }

  private static String card(String device) {
    return "[data-device='%s']".formatted(device);
  }

  private static String text(String device, String selector) {
    return text(card(device) + " " + selector);
  }

  private static String text(String selector) {
    return browser.findElement(By.cssSelector(selector)).getText();
  }
}

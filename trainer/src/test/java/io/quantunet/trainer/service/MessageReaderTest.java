package io.quantunet.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.DecodeException.Reason;
import io.quantunet.proto.Feedback;
import io.quantunet.proto.Frame;
import io.quantunet.proto.Mask;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.RetrainCommand;
import io.quantunet.proto.RolloutCommand;
import io.quantunet.proto.Topics;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The reader of the trainer's messages")
class MessageReaderTest {

  private static final Topics TOPICS = new Topics("ward");

  private final MessageReader reader = new MessageReader(TOPICS);

  @Test
  @DisplayName("takes feedback with a frame as something to learn from")
  void readsFeedback() {
    assertThat(feedback(Reviews.of(3))).isEqualTo(new Incoming.Reviewed(Reviews.frame(3)));
  }

  @Test
  @DisplayName("knows feedback without a frame from garbage")
  void readsFeedbackWithoutFrame() {
    assertThat(feedback(Reviews.withoutFrame(3))).isEqualTo(new Incoming.WithoutFrame());
  }

  @Test
  @DisplayName("refuses a damaged frame")
  void refusesADamagedFrame() {
    Feedback.Builder damaged = Reviews.of(3).toBuilder();
    damaged.getFrameBuilder().setCrc32C(damaged.getFrame().getCrc32C() + 1);

    assertThat(reason(feedback(damaged.build()))).isEqualTo(Reason.CHECKSUM_MISMATCH);
  }

  @Test
  @DisplayName("refuses a mask whose runs do not add up")
  void refusesABadMask() {
    Mask mask = Mask.newBuilder().setWidth(4).setHeight(4).addRuns(15).build();

    assertThat(reason(feedback(Reviews.of(3).toBuilder().setTruth(mask).build())))
        .isEqualTo(Reason.BAD_MASK);
  }

  @Test
  @DisplayName("refuses feedback that is about another frame than the one in it")
  void refusesAnotherFrame() {
    Frame other = Reviews.of(4).getFrame();

    assertThat(reason(feedback(Reviews.of(3).toBuilder().setFrame(other).build())))
        .isEqualTo(Reason.BAD_NAME);
  }

  @Test
  @DisplayName("refuses feedback on another device's topic")
  void refusesAnotherTopic() {
    assertThat(reason(read(TOPICS.feedback("other"), Reviews.of(3).toByteArray())))
        .isEqualTo(Reason.BAD_NAME);
  }

  @Test
  @DisplayName("reads a retrain command, and refuses one without a usable id")
  void readsCommands() {
    RetrainCommand.Builder command =
        RetrainCommand.newBuilder().setFormatVersion(MessageCodec.FORMAT_VERSION);

    assertThat(read(TOPICS.trainerCommands(), command.setRequestId("r-1").build().toByteArray()))
        .isEqualTo(new Incoming.Wish(command.build()));
    assertThat(
            reason(
                read(TOPICS.trainerCommands(), command.setRequestId("a\nb").build().toByteArray())))
        .isEqualTo(Reason.BAD_NAME);
  }

  @Test
  @DisplayName("reads the model of a rollout, and refuses a damaged bundle")
  void readsRollouts() {
    byte[] bundle = BundleFile.encode(TinyModels.bundle(1, 5, "tiny"));

    assertThat(rollout(bundle))
        .isInstanceOfSatisfying(
            Incoming.RolledOut.class,
            rolledOut -> assertThat(rolledOut.model().manifest().modelId()).isEqualTo("tiny"));
    bundle[bundle.length / 2]++;
    assertThat(reason(rollout(bundle))).isEqualTo(Reason.CHECKSUM_MISMATCH);
  }

  @Test
  @DisplayName("refuses random bytes on every topic")
  void refusesRandomBytes() {
    byte[] garbage = {(byte) 0xFF, 1, 2, 3, (byte) 0xFF};

    assertThat(reason(read(TOPICS.feedback("d"), garbage))).isEqualTo(Reason.NOT_A_MESSAGE);
    assertThat(reason(read(TOPICS.trainerCommands(), garbage))).isEqualTo(Reason.NOT_A_MESSAGE);
    assertThat(reason(read(TOPICS.rollout(), garbage))).isEqualTo(Reason.NOT_A_MESSAGE);
  }

  private Incoming feedback(Feedback feedback) {
    return read(TOPICS.feedback(Reviews.DEVICE), feedback.toByteArray());
  }

  private Incoming rollout(byte[] bundle) {
    RolloutCommand command =
        RolloutCommand.newBuilder()
            .setFormatVersion(MessageCodec.FORMAT_VERSION)
            .setRolloutId("r")
            .setBundle(com.google.protobuf.ByteString.copyFrom(bundle))
            .build();
    return read(TOPICS.rollout(), command.toByteArray());
  }

  private Incoming read(String topic, byte[] payload) {
    return reader.read(MqttMessage.create(topic, ByteString.fromArray(payload)));
  }

  private static Reason reason(Incoming incoming) {
    assertThat(incoming).isInstanceOf(Incoming.Garbage.class);
    return ((Incoming.Garbage) incoming).problem().reason();
  }
}

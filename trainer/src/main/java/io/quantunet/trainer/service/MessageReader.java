package io.quantunet.trainer.service;

import io.quantunet.driver.model.ModelBundles;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.DecodeException.Reason;
import io.quantunet.proto.Feedback;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.Names;
import io.quantunet.proto.RetrainCommand;
import io.quantunet.proto.RolloutCommand;
import io.quantunet.proto.Topics;
import java.util.Optional;

/** Reads every message that comes. It never throws: what it cannot read is garbage. */
final class MessageReader {

  private final Topics topics;

  MessageReader(Topics topics) {
    this.topics = topics;
  }

  Incoming read(MqttMessage message) {
    TopicKind kind = TopicKind.of(message.topic(), topics);
    try {
      byte[] payload = message.payload().toArray();
      return switch (kind) {
        case FEEDBACK -> feedback(message.topic(), payload);
        case COMMANDS -> wish(payload);
        case ROLLOUTS -> rolledOut(payload);
      };
    } catch (DecodeException e) {
      return new Incoming.Garbage(kind, message.topic(), e);
    } catch (RuntimeException e) {
      // A defect of ours must not block the messages behind this one.
      return new Incoming.Garbage(
          kind, message.topic(), new DecodeException(Reason.NOT_A_MESSAGE, "defect: " + e, e));
    }
  }

  private static Incoming feedback(String topic, byte[] payload) throws DecodeException {
    Feedback feedback = MessageCodec.FEEDBACK.decode(payload);
    if (!Topics.lastLevel(topic).equals(Optional.of(feedback.getDevice()))) {
      throw new DecodeException(
          Reason.BAD_NAME,
          "feedback: it names another device than its topic; publish it on that device's topic");
    }
    return feedback.hasFrame()
        ? new Incoming.Reviewed(ReviewedFrame.of(feedback))
        : new Incoming.WithoutFrame();
  }

  private static Incoming wish(byte[] payload) throws DecodeException {
    RetrainCommand command = MessageCodec.RETRAIN_COMMAND.decode(payload);
    if (!Names.isValid(command.getRequestId())) {
      throw new DecodeException(
          Reason.BAD_NAME, "retrain command: request_id must be 1..64 of [A-Za-z0-9_.-]");
    }
    return new Incoming.Wish(command);
  }

  private static Incoming rolledOut(byte[] payload) throws DecodeException {
    RolloutCommand command = MessageCodec.ROLLOUT_COMMAND.decode(payload);
    BundleFile bundle = BundleFile.decode(command.getBundle().toByteArray(), "rollout command");
    return new Incoming.RolledOut(ModelBundles.read(bundle));
  }
}

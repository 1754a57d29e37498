package io.quantunet.launcher;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.japi.Pair;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import io.quantunet.mqtt.MqttConnection;
import io.quantunet.mqtt.MqttFlow;
import io.quantunet.mqtt.MqttSource;
import io.quantunet.mqtt.model.MqttMessage;
import io.quantunet.mqtt.model.MqttPublish;
import io.quantunet.mqtt.model.MqttPublishResult;
import io.quantunet.mqtt.model.MqttQos;
import io.quantunet.mqtt.settings.MqttConnectionSettings;
import io.quantunet.mqtt.settings.MqttSubscriptions;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.MessageCodec;
import io.quantunet.proto.RetrainCommand.Builder;
import io.quantunet.proto.RolloutReport;
import io.quantunet.proto.Topics;
import io.quantunet.proto.TrainerStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quantunet retrain}: asks for a new model and watches until the edges run it. */
@Command(
    name = "retrain",
    mixinStandardHelpOptions = true,
    description = {
      "Asks the trainer for a new model from the feedback so far, and waits until --edges edges",
      "have switched to it."
    })
final class RetrainCommand implements Callable<Integer> {

  private static final int IN_FLIGHT = 16;

  @Mixin private BrokerOption broker;

  @Option(names = "--epochs", defaultValue = "0", description = "0 = the trainer's default")
  private int epochs;

  @Option(
      names = "--edges",
      defaultValue = "1",
      description = "how many edges must report that they switched (default: ${DEFAULT-VALUE})")
  private int edges;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "how long to wait for them (default: ${DEFAULT-VALUE})")
  private long timeoutSeconds;

  private final String request = UUID.randomUUID().toString();
  // Touched by the stream only, one message at a time.
  private String lastLine = "";
  private final Map<String, Set<String>> switchedByModel = new HashMap<>();
  private String newModel = "";

  @Override
  public Integer call() throws ExecutionException, InterruptedException {
    Topics topics = new Topics(broker.site());
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "retrain");
    MqttConnection connection =
        MqttConnection.create(
            MqttConnectionSettings.create(broker.url(), "retrain-" + request)
                .withProfile(broker.profile())
                .withFirstConnectTimeout(Duration.ofSeconds(10)),
            IN_FLIGHT);
    try {
      Pair<CompletionStage<Done>, CompletionStage<Boolean>> watching =
          MqttSource.atMostOnce(
                  connection,
                  MqttSubscriptions.create(topics.trainerStatus(), MqttQos.AT_LEAST_ONCE)
                      .addSubscription(topics.allRolloutReports(), MqttQos.AT_LEAST_ONCE))
              .map(message -> verdict(topics, message))
              .filter(Optional::isPresent)
              .map(Optional::get)
              .toMat(Sink.head(), Keep.both())
              .run(system);
      Service.get(watching.first());
      ask(system, connection, topics);
      boolean done = watching.second().toCompletableFuture().get(timeoutSeconds, TimeUnit.SECONDS);
      return done ? 0 : 1;
    } catch (TimeoutException e) {
      throw new CommandFailure(
          "no answer within "
              + timeoutSeconds
              + " s; is a trainer running for site '"
              + broker.site()
              + "' at "
              + broker.url()
              + "?");
    } finally {
      Service.get(connection.disconnect());
      system.terminate();
      Service.get(system.getWhenTerminated());
    }
  }

  private void ask(ActorSystem<Void> system, MqttConnection connection, Topics topics)
      throws ExecutionException, InterruptedException {
    Builder command =
        io.quantunet.proto.RetrainCommand.newBuilder()
            .setFormatVersion(MessageCodec.FORMAT_VERSION)
            .setRequestId(request)
            .setEpochs(epochs);
    MqttMessage message =
        MqttMessage.create(
            topics.trainerCommands(), ByteString.fromArrayUnsafe(command.build().toByteArray()));
    MqttPublishResult<Done> result =
        Service.get(
            Source.single(new MqttPublish<>(message, Done.done()))
                .via(MqttFlow.<Done>publish(connection, 1))
                .runWith(Sink.head(), system));
    if (result instanceof MqttPublishResult.Refused<Done> refused) {
      throw new CommandFailure(
          "the broker at " + broker.url() + " refused the command: " + refused.reason());
    }
    System.out.println("asked for a new model, request " + request);
  }

  /** Whether it worked, once that is known. */
  private Optional<Boolean> verdict(Topics topics, MqttMessage message) {
    byte[] payload = message.payload().toArrayUnsafe();
    try {
      return message.topic().equals(topics.trainerStatus())
          ? verdict(MessageCodec.TRAINER_STATUS.decode(payload))
          : verdict(MessageCodec.ROLLOUT_REPORT.decode(payload));
    } catch (DecodeException e) {
      System.err.println("quantunet: passed over: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Boolean> verdict(TrainerStatus status) {
    if (!status.getRequestId().equals(request)) {
      return status.getDetail().contains(request) ? dropped(status) : Optional.empty();
    }
    String line =
        "trainer: " + status.getState().name().replace("STATE_", "") + " " + status.getDetail();
    if (!line.equals(lastLine)) {
      lastLine = line;
      System.out.println(line);
    }
    if (status.getState() == TrainerStatus.State.STATE_PUBLISHED) {
      newModel = status.getModelId();
    }
    return status.getState() == TrainerStatus.State.STATE_FAILED
        ? Optional.of(false)
        : allSwitched();
  }

  /** A trainer that is busy says so in the status of what it is busy with. */
  private static Optional<Boolean> dropped(TrainerStatus status) {
    System.out.println("trainer: " + status.getDetail());
    return Optional.of(false);
  }

  private Optional<Boolean> verdict(RolloutReport report) {
    System.out.printf(
        "edge %s: %s %s %s%n",
        report.getEdge(),
        report.getState().name().replace("STATE_", ""),
        report.getModelId(),
        report.getDetail());
    if (report.getState() == RolloutReport.State.STATE_REFUSED) {
      return Optional.of(false);
    }
    switchedByModel
        .computeIfAbsent(report.getModelId(), model -> new HashSet<>())
        .add(report.getEdge());
    return allSwitched();
  }

  /** An edge may report before the trainer says which model is the new one. */
  private Optional<Boolean> allSwitched() {
    return switchedByModel.getOrDefault(newModel, Set.of()).size() >= edges
        ? Optional.of(true)
        : Optional.empty();
  }
}

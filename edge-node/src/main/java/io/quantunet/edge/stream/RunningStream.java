package io.quantunet.edge.stream;

import akka.Done;
import akka.japi.Pair;
import akka.stream.Materializer;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.RunnableGraph;
import java.util.concurrent.CompletionStage;

/**
 * A running stream of a subscription's messages.
 *
 * @param subscribed completes when messages are delivered; fails if the broker refuses
 * @param ended completes when the last message is done with after {@link #stop()}; fails if the
 *     stream broke
 * @param valve behind the source
 */
public record RunningStream(
    CompletionStage<Done> subscribed, CompletionStage<Done> ended, UniqueKillSwitch valve) {

  /** What a stream has to materialize: subscribed, valve, ended. */
  public static RunningStream of(
      RunnableGraph<Pair<Pair<CompletionStage<Done>, UniqueKillSwitch>, CompletionStage<Done>>>
          graph,
      Materializer materializer) {
    Pair<Pair<CompletionStage<Done>, UniqueKillSwitch>, CompletionStage<Done>> running =
        graph.run(materializer);
    return new RunningStream(running.first().first(), running.second(), running.first().second());
  }

  /** Takes no further message; those under way end as usual. */
  public void stop() {
    valve.shutdown();
  }
}

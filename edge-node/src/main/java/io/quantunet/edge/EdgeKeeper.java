package io.quantunet.edge;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Starts an edge for a caller who is no actor, and completes the caller's futures. */
final class EdgeKeeper extends AbstractBehavior<EdgeKeeper.Command> {

  /** For the edge, or from it. */
  sealed interface Command {}

  /** Hand this to the edge. */
  record ToNode(EdgeNode.Command command) implements Command {}

  private record FromNode(EdgeNode.Event event) implements Command {}

  /**
   * What the caller waits for.
   *
   * @param ready fails if the edge ends before
   * @param ended fails if the edge ended because of a failure
   */
  record Futures(CompletableFuture<Done> ready, CompletableFuture<Done> ended) {}

  private final Futures futures;
  private final ActorRef<EdgeNode.Command> node;
  private String failure = "";

  /**
   * @param node makes the edge for a listener
   */
  static Behavior<Command> create(
      Function<ActorRef<EdgeNode.Event>, Behavior<EdgeNode.Command>> node, Futures futures) {
    return Behaviors.setup(context -> new EdgeKeeper(context, node, futures));
  }

  private EdgeKeeper(
      ActorContext<Command> context,
      Function<ActorRef<EdgeNode.Event>, Behavior<EdgeNode.Command>> node,
      Futures futures) {
    super(context);
    this.futures = futures;
    this.node =
        context.spawn(
            node.apply(context.messageAdapter(EdgeNode.Event.class, FromNode::new)), "node");
    context.watch(this.node);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(ToNode.class, this::onToNode)
        .onMessage(FromNode.class, this::onFromNode)
        .onSignal(Terminated.class, this::onNodeTerminated)
        .build();
  }

  private Behavior<Command> onToNode(ToNode message) {
    node.tell(message.command());
    return this;
  }

  private Behavior<Command> onFromNode(FromNode message) {
    if (message.event() instanceof EdgeNode.Event.Ready) {
      futures.ready().complete(Done.getInstance());
    } else if (message.event() instanceof EdgeNode.Event.Failed failed) {
      failure = failed.reason();
    } else {
      end();
    }
    return this;
  }

  private Behavior<Command> onNodeTerminated(Terminated signal) {
    failure = futures.ended().isDone() ? failure : "the edge crashed; see the log";
    end();
    return Behaviors.stopped();
  }

  private void end() {
    if (failure.isEmpty()) {
      futures.ready().completeExceptionally(new EdgeException("the edge was stopped"));
      futures.ended().complete(Done.getInstance());
    } else {
      EdgeException cause = new EdgeException(failure);
      futures.ready().completeExceptionally(cause);
      futures.ended().completeExceptionally(cause);
    }
  }
}

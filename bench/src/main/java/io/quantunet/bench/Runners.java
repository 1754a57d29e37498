package io.quantunet.bench;

import io.quantunet.bench.Alternation.Runner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who is measured in turn, and at which place of a round. */
final class Runners {

  /** Workers of the runner that shows how the engine scales. */
  static final int PAIR = 2;

  /** The engine with as many workers as asked for. */
  static final int ONEDNN = 0;

  /** The engine with one worker. */
  static final int ONEDNN_ONE = 1;

  /** The engine with two workers. */
  static final int ONEDNN_PAIR = 2;

  /** The peer with as many workers as asked for; not there without a peer. */
  static final int PEER = 3;

  private Runners() {}

  static List<Runner> of(Contender onednn, Optional<? extends Contender> peer, int threads) {
    List<Runner> runners = new ArrayList<>();
    runners.add(new Runner(onednn, threads));
    runners.add(new Runner(onednn, 1));
    runners.add(new Runner(onednn, PAIR));
    peer.ifPresent(contender -> runners.add(new Runner(contender, threads)));
    return runners;
  }
}

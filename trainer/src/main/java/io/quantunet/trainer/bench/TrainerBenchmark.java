package io.quantunet.trainer.bench;

import io.quantunet.trainer.net.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Times single training steps, ours and PyTorch's in turns so that whatever else the machine does
 * meets both, on one thread each.
 */
public final class TrainerBenchmark {

  private TrainerBenchmark() {}

  /**
   * Measures both precisions; bfloat16 only where the CPU has it.
   *
   * @throws IOException if PyTorch is wanted and cannot be run
   */
  public static SpeedTable run(BenchmarkSettings settings) throws IOException {
    if (settings.torchPython().isEmpty()) {
      try (OurTrainer ours = new OurTrainer(settings)) {
        return new SpeedTable(
            settings,
            time(settings, List.of(ours)).get(0),
            Optional.empty(),
            PeakMemory.mebibytes());
      }
    }
    try (OurTrainer ours = new OurTrainer(settings);
        TorchTrainer torch =
            new TorchTrainer(settings.torchPython().get(), settings.width(), settings.batch())) {
      List<Map<Precision, StepTimes>> times = time(settings, List.of(ours, torch));
      return new SpeedTable(
          settings,
          times.get(0),
          Optional.of(new SpeedTable.Torch(torch.version(), times.get(1))),
          PeakMemory.mebibytes());
    }
  }

  /** Each contestant's times, the contestants taking turns at every step. */
  private static List<Map<Precision, StepTimes>> time(
      BenchmarkSettings settings, List<Contestant> contestants) {
    List<Map<Precision, StepTimes>> times = new ArrayList<>();
    contestants.forEach(contestant -> times.add(new EnumMap<>(Precision.class)));
    for (Precision precision : Precision.values()) {
      if (!precision.isSupported()) {
        continue;
      }
      List<List<Double>> seconds = new ArrayList<>();
      for (Contestant contestant : contestants) {
        contestant.step(precision); // warms up
        seconds.add(new ArrayList<>());
      }
      for (int step = 0; step < settings.steps(); step++) {
        for (int i = 0; i < contestants.size(); i++) {
          seconds.get(i).add(contestants.get(i).step(precision));
        }
      }
      for (int i = 0; i < contestants.size(); i++) {
        times.get(i).put(precision, new StepTimes(seconds.get(i)));
      }
    }
    return times;
  }
}

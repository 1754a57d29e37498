package io.quantunet.trainer.run;

import io.quantunet.trainer.data.Batch;
import io.quantunet.trainer.loss.Distillation;
import io.quantunet.trainer.net.NetSettings;
import io.quantunet.trainer.net.UNet;
import io.quantunet.trainer.run.recipe.DistillationPart;
import java.io.IOException;
import java.nio.file.Path;

/** A trained float net that looks at the same batch and says what it sees. */
final class Teacher implements AutoCloseable {

  private final GridNets nets;
  private final Distillation loss;

  private Teacher(UNet net, Distillation loss) {
    this.nets = new GridNets(net);
    this.loss = loss;
  }

  /**
   * Reads a teacher for a student.
   *
   * @throws IOException if the file is no float net, or one for another grid
   */
  static Teacher read(Path file, DistillationPart part, NetSettings student) throws IOException {
    UNet net = FloatNet.read(file, student.batch(), student.precision());
    NetSettings own = net.settings();
    if (own.gridWidth() != student.gridWidth() || own.gridHeight() != student.gridHeight()) {
      net.close();
      throw new IOException(
          "the teacher %s sees %dx%d pixels, this recipe's net %dx%d; train a teacher on that grid"
              .formatted(
                  file,
                  own.gridWidth(),
                  own.gridHeight(),
                  student.gridWidth(),
                  student.gridHeight()));
    }
    return new Teacher(net, part.loss());
  }

  /** Share of the loss that is the labels'. */
  double labelShare() {
    return 1 - loss.weight();
  }

  /**
   * The loss of a student against this teacher on a batch; adds its gradient.
   *
   * @param batch the batch
   * @param student after its forward pass on the same batch, its logits' gradient begun
   */
  double addTo(Batch batch, UNet student) {
    UNet net = nets.on(batch.grid());
    net.putFrames(0, batch.codes());
    net.forward(false);
    return loss.addTo(student.logits(), net.logits(), student.logitGradient());
  }

  @Override
  public void close() {
    nets.close();
  }
}

package io.quantunet.trainer.compare;

import io.quantunet.trainer.data.DataException;
import io.quantunet.trainer.data.EmFolder;
import io.quantunet.trainer.data.EmTarget;
import io.quantunet.trainer.data.GridSize;
import io.quantunet.trainer.data.LeakFreeSplit;
import io.quantunet.trainer.run.Progress;
import io.quantunet.trainer.run.recipe.Recipe;
import java.nio.file.Path;

/**
 * The electron micrographs that fixed widths were published on: cells are the target, the last
 * slices of the stack are held back, and the loss is Dice alone.
 */
public final class Membranes {

  private Membranes() {}

  /** Fixed widths and floats. */
  public static MethodSet methods() {
    return MethodSet.membranes();
  }

  /**
   * Where they are compared.
   *
   * @param budget of the ultrasound table, whose loss is replaced
   * @param stack folder of the ISBI 2012 stack
   * @param runs folder of the runs
   * @param progress gets a line per epoch
   * @throws DataException if the folder is no such stack
   */
  public static Workbench workbench(Recipe budget, Path stack, Path runs, Progress progress) {
    if (!EmFolder.isOne(stack)) {
      throw new DataException(
          "%s is no ISBI 2012 stack; expected train/image/<nn>.png and train/label/<nn>.png"
              .formatted(stack));
    }
    GridSize grid = new GridSize(budget.net().gridWidth(), budget.net().gridHeight());
    return new Workbench(
        Budget.withDiceLossOnly(budget),
        new LeakFreeSplit().split(EmFolder.load(stack, grid, EmTarget.CELL)),
        runs,
        progress);
  }
}

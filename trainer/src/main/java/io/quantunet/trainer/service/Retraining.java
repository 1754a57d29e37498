package io.quantunet.trainer.service;

import com.google.protobuf.ByteString;
import io.quantunet.driver.model.LoadedModel;
import java.util.List;
import java.util.function.Consumer;

/** Makes a new model from one and from feedback. Runs for minutes, on a thread of its own. */
@FunctionalInterface
interface Retraining {

  /**
   * What to do.
   *
   * @param requestId of the command that asked for it
   * @param parent model to start from
   * @param feedback frames to learn from and to be judged by
   * @param epochs passes over them
   */
  record Task(String requestId, LoadedModel parent, List<ReviewedFrame> feedback, int epochs) {}

  /**
   * A new model.
   *
   * @param model as it is in its bundle
   * @param bundle the bundle's bytes
   * @param summary how it compares with its parent, one sentence for people
   */
  record Offspring(LoadedModel model, ByteString bundle, String summary) {}

  /**
   * Trains. An interrupted thread makes it give up soon, with an exception.
   *
   * @param progress gets a line per epoch, to be shown to people
   * @throws Exception whatever went wrong; its message is shown to people
   */
  Offspring train(Task task, Consumer<String> progress) throws Exception;
}

package io.quantunet.bench;

import java.util.List;
import java.util.Map;

/**
 * What a measuring process saw.
 *
 * @param instructionSet what oneDNN used
 * @param peerVersion of ONNX Runtime; empty without
 * @param rounds ms per frame, a list per round, in the order of {@link Runners}
 * @param slow ms per frame of the other engines, their fastest frame
 * @param unavailable engines that are not there, and why
 * @param loadMs from the bundle's file to the first logits, ms
 * @param workerKib resident memory of one more worker, KiB
 * @param heapBytes allocated on the Java heap for one frame
 * @param wholeMs fastest whole frame, ms
 * @param convolutionsMs sum of each bare convolution's fastest time, ms
 * @param differingLogits logits on which the engines differ from one another
 * @param peerDifferingLogits logits on which the peer differs from ours
 */
record ForkResult(
    String instructionSet,
    String peerVersion,
    List<List<Double>> rounds,
    Map<String, Double> slow,
    Map<String, String> unavailable,
    double loadMs,
    double workerKib,
    long heapBytes,
    double wholeMs,
    double convolutionsMs,
    long differingLogits,
    long peerDifferingLogits) {}

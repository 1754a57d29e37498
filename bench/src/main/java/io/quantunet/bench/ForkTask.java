package io.quantunet.bench;

/**
 * What a measuring process is to do.
 *
 * @param model the bundle's file
 * @param peerModel file of the same net as ONNX; empty without a peer
 * @param side pixels of the grid, across and down
 * @param threads workers of each contender that compute side by side
 * @param warmUpSeconds time before anything counts
 * @param seconds time that counts
 * @param slowEngines whether to measure the engines, too, that take seconds per frame
 */
record ForkTask(
    String model,
    String peerModel,
    int side,
    int threads,
    double warmUpSeconds,
    double seconds,
    boolean slowEngines) {}

package io.quantunet.driver.accelerator.compiler;

/**
 * Bytes that stay in card memory as long as the program does.
 *
 * @param address card address of the first byte
 * @param bytes the maker's promise: nobody changes them afterwards
 */
public record Segment(long address, byte[] bytes) {}

package io.quantunet.trainer.data.augmentation;

/**
 * Where a view is written: a place in a batch.
 *
 * @param codes grey levels, from {@code offset} on
 * @param mask 0 or 1, from {@code offset} on
 * @param offset first pixel of the view in both
 */
@SuppressWarnings("ArrayRecordComponent") // the caller's buffers, never compared
public record View(byte[] codes, byte[] mask, int offset) {}

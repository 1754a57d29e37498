package io.quantunet.gateway.store;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is stored of one device, all sessions together.
 *
 * @param device its name
 * @param outcomes frames by short outcome name; MALFORMED and DUPLICATE reports among them
 * @param lost results missing so far: over the sessions, the highest sequence minus the rows, at
 *     most a million per session
 * @param sessions sessions with at least one result
 * @param diceLesionMean mean Dice per image over images whose truth has a lesion; empty if none
 * @param reviewed frames with a Dice
 * @param latest the result that arrived last; empty if there are only reports
 */
public record DeviceSummary(
    String device,
    Map<String, Long> outcomes,
    long lost,
    int sessions,
    OptionalDouble diceLesionMean,
    long reviewed,
    Optional<StoredResult> latest) {}

/**
 * The contract between sensors, edges, trainer and gateway: generated messages, topic names and the
 * codecs that check bounds before they allocate. Everyone may call it; it calls nobody.
 */
package io.quantunet.proto;

/**
 * MQTT 5 as Akka Streams, in the shape of Alpakka MQTT: {@code MqttSource}, {@code MqttFlow},
 * {@code MqttSink}.
 *
 * <p>Called by every service that talks to a broker. The client underneath (HiveMQ's) does not
 * show.
 */
package io.quantunet.mqtt;

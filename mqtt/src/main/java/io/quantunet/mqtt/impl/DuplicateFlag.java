package io.quantunet.mqtt.impl;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the DUP bit of a received QoS 1 or 2 message. The client decodes it but does not show it
 * (1.4.1), so this looks inside; a test against a real broker holds it. A client whose inside
 * differs costs the flag (with one warning), nothing else.
 */
final class DuplicateFlag {

  private static final Logger log = LoggerFactory.getLogger(DuplicateFlag.class);
  private static volatile boolean readable = true;

  private DuplicateFlag() {}

  static boolean of(Mqtt5Publish publish) {
    if (!readable) {
      return false;
    }
    try {
      Object packet = read(read(read(publish, "confirmable"), "publishWithFlows"), "publish");
      Method isDup = packet.getClass().getMethod("isDup");
      return (boolean) isDup.invoke(packet);
    } catch (ReflectiveOperationException | RuntimeException e) {
      readable = false;
      log.warn(
          "Repeated messages cannot be told from new ones with this version of the MQTT client ({}); "
              + "use the version that the parent pom names.",
          e.toString());
      return false;
    }
  }

  private static Object read(Object owner, String name) throws ReflectiveOperationException {
    Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(owner);
  }
}

package io.quantunet.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Keeps HiveMQ's start-up chatter out of the log, unless somebody has configured its level. */
final class BrokerLogging {

  private BrokerLogging() {}

  static void quiet() {
    if (LoggerFactory.getLogger("com.hivemq") instanceof Logger logger
        && logger.getLevel() == null) {
      logger.setLevel(Level.WARN);
    }
  }
}

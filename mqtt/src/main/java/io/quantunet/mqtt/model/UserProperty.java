package io.quantunet.mqtt.model;

/** A name and a value that travel beside the payload (MQTT 5); a name may occur more than once. */
public record UserProperty(String name, String value) {}

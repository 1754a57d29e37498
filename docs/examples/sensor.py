#!/usr/bin/env python3
"""A sensor in Python: publishes one PNG image as a frame and prints what the edge found in it.

Needs paho-mqtt, protobuf, and the modules that protoc makes of the messages: see docs/protocol.md.
"""
import argparse
import struct
import sys
import time
import uuid
from queue import Empty, Queue

import paho.mqtt.client as mqtt
from quantunet.v1 import device_pb2, frame_pb2, segmentation_pb2


def crc32c(data: bytes) -> int:
    """CRC-32C (Castagnoli), bit by bit: slow, short and right. crc32c(b"123456789") == 0xE3069283."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def png_size(png: bytes) -> tuple[int, int]:
    """Width and height from the header of a PNG file."""
    if png[:8] != b"\x89PNG\r\n\x1a\n":
        sys.exit("not a PNG file")
    return struct.unpack(">II", png[16:24])


def frame(device: str, session: str, sequence: int, png: bytes, spacing_mm: float) -> bytes:
    width, height = png_size(png)
    return frame_pb2.Frame(
        format_version=1,
        device=device,
        session=session,
        sequence=sequence,
        capture_time_us=time.time_ns() // 1000,
        width=width,
        height=height,
        spacing_x_mm=spacing_mm,
        spacing_y_mm=spacing_mm,
        encoding=frame_pb2.PIXEL_ENCODING_PNG,
        pixels=png,
        crc32c=crc32c(png),
    ).SerializeToString()


def status(device: str, session: str, state: int) -> bytes:
    return device_pb2.DeviceStatus(
        format_version=1, device=device, session=session, state=state, description="sensor.py"
    ).SerializeToString()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--broker", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=1883)
    parser.add_argument("--site", default="demo")
    parser.add_argument("--device", default="probe-py")
    parser.add_argument("--image", required=True, help="a PNG file")
    parser.add_argument("--spacing-mm", type=float, default=0.2)
    parser.add_argument("--timeout", type=float, default=30, help="seconds to wait for the result")
    options = parser.parse_args()

    base = f"qun/v1/{options.site}"
    session = uuid.uuid4().hex
    results: Queue = Queue()
    subscribed: Queue = Queue()
    states = device_pb2.DeviceStatus

    client = mqtt.Client(
        mqtt.CallbackAPIVersion.VERSION2, client_id=options.device, protocol=mqtt.MQTTv5
    )
    client.will_set(
        f"{base}/status/{options.device}",
        status(options.device, session, states.STATE_OFFLINE),
        qos=1,
        retain=True,
    )
    client.on_subscribe = lambda *_: subscribed.put(True)
    client.on_message = lambda _client, _data, message: results.put(message.payload)
    client.connect(options.broker, options.port)
    client.loop_start()
    try:
        client.subscribe(f"{base}/results/{options.device}", qos=1)
        subscribed.get(timeout=options.timeout)
        client.publish(
            f"{base}/status/{options.device}",
            status(options.device, session, states.STATE_ONLINE),
            qos=1,
            retain=True,
        )
        with open(options.image, "rb") as image:
            message = frame(options.device, session, 1, image.read(), options.spacing_mm)
        client.publish(f"{base}/frames/{options.device}", message, qos=1).wait_for_publish()
        result = segmentation_pb2.Segmentation.FromString(results.get(timeout=options.timeout))
    except Empty:
        sys.exit(f"no answer within {options.timeout} s: is an edge running for site {options.site}?")
    finally:
        client.publish(
            f"{base}/status/{options.device}",
            status(options.device, session, states.STATE_OFFLINE),
            qos=1,
            retain=True,
        ).wait_for_publish(5)
        client.disconnect()
        client.loop_stop()

    print(f"outcome {segmentation_pb2.Outcome.Name(result.outcome)} {result.detail}".rstrip())
    print(f"mask {result.mask.width} x {result.mask.height}, {result.lesion_pixels} pixels")
    print(f"area {result.lesion_area_mm2:.1f} mm2, confidence {result.confidence:.3f}")
    print(f"model {result.model_id}, engine {result.engine}")


if __name__ == "__main__":
    main()

import contextlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.protocol.commands import ShowNetwork
from designer.protocol.errors import ProtocolError
from designer.protocol.framing import LONGEST_FRAME_BYTES, MAGIC, FrameSplitter, decode_command, decode_event, decode_greeting, frame, greeting_frame
from designer.protocol.greeting import PROTOCOL_NUMBER, Device, Greeting
from tests.protocol.samples import COMMANDS, EVENTS, sample

GREETING = Greeting(protocol=PROTOCOL_NUMBER, program="0.1.0", torch="2.13", devices=(Device(name="cpu", title="CPU", cores=2),), pid=7)


def cut(data: bytes, sizes: list[int]) -> list[bytes]:
    pieces = []
    for size in sizes:
        pieces.append(data[:size])
        data = data[size:]
    return [*pieces, data]


@given(bodies=st.lists(st.binary(max_size=40), max_size=6), noise=st.binary(max_size=60), sizes=st.lists(st.integers(0, 30), max_size=20))
def test_however_the_bytes_arrive_the_same_bodies_come_out(bodies: list[bytes], noise: bytes, sizes: list[int]) -> None:
    if MAGIC in noise + MAGIC[:-1]:
        return
    stream = noise + MAGIC + b"".join(len(body).to_bytes(4, "big") + body for body in bodies)
    splitter = FrameSplitter()
    found = [body for piece in cut(stream, sizes) for body in splitter.feed(piece)]
    assert found == bodies
    assert splitter.take_noise() == noise.decode("utf-8", "replace")
    assert splitter.take_noise() == ""


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: str(kind.__name__))
def test_every_command_survives_the_way(kind: type) -> None:
    message = sample(kind)
    (body,) = _behind_magic(frame(message))
    assert decode_command(body) == message


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: str(kind.__name__))
def test_every_event_survives_the_way(kind: type) -> None:
    message = sample(kind)
    (body,) = _behind_magic(frame(message))
    assert decode_event(body) == message


def _behind_magic(data: bytes) -> list[bytes]:
    return FrameSplitter().feed(MAGIC + data)


def test_commands_and_events_are_not_taken_for_each_other() -> None:
    for kind in COMMANDS:
        with pytest.raises(ProtocolError):
            decode_event(frame(sample(kind))[4:])
    for kind in EVENTS:
        with pytest.raises(ProtocolError):
            decode_command(frame(sample(kind))[4:])


@pytest.mark.parametrize("kind", [*COMMANDS, *EVENTS], ids=lambda kind: str(kind.__name__))
def test_a_damaged_message_raises_nothing_but_a_protocol_error(kind: type) -> None:
    chance = random.Random(kind.__name__)
    body = frame(sample(kind))[4:]
    decode = decode_command if kind in COMMANDS else decode_event
    for length in range(len(body)):
        with pytest.raises(ProtocolError):
            decode(body[:length])
    for _ in range(200):
        damaged = bytearray(body)
        for _ in range(chance.randint(1, 3)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with contextlib.suppress(ProtocolError):
            decode(bytes(damaged))


@given(st.binary(max_size=200))
def test_random_bytes_raise_nothing_but_a_protocol_error(data: bytes) -> None:
    for decode in (decode_command, decode_event, decode_greeting):
        with contextlib.suppress(ProtocolError):
            decode(data)


def test_a_deeply_nested_message_is_refused() -> None:
    with pytest.raises(ProtocolError):
        decode_command(b"\x91" * 100_000)


def test_a_frame_that_claims_too_much_is_refused_before_it_is_waited_for() -> None:
    with pytest.raises(ProtocolError, match="67,108,865"):
        _behind_magic((LONGEST_FRAME_BYTES + 1).to_bytes(4, "big"))


def test_a_message_that_is_too_long_is_not_sent() -> None:
    with pytest.raises(ProtocolError, match="longer than a frame"):
        frame(ShowNetwork(revision=1, architecture="x" * LONGEST_FRAME_BYTES))


def test_the_greeting_comes_behind_the_magic() -> None:
    (body,) = FrameSplitter().feed(b"Welcome to the machine!\n" + greeting_frame(GREETING))
    assert decode_greeting(body) == GREETING


def test_another_protocol_number_is_said() -> None:
    (body,) = FrameSplitter().feed(greeting_frame(Greeting(protocol=PROTOCOL_NUMBER + 1, program="9.0")))
    with pytest.raises(ProtocolError, match=r"version 9\.0.*use the same version"):
        decode_greeting(body)


def test_an_unknown_key_is_refused() -> None:
    body = frame(sample(ShowNetwork))[4:]
    assert body[0] == 0x83  # a map of three
    with pytest.raises(ProtocolError):
        decode_command(b"\x84" + body[1:] + b"\xa3new\x01")

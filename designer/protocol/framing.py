"""Frames: four bytes of length (big endian), then that many bytes; the first frame of a side begins with the magic."""

from __future__ import annotations

import msgspec

from designer.protocol.commands import AnyCommand
from designer.protocol.errors import ProtocolError
from designer.protocol.events import AnyEvent
from designer.protocol.greeting import PROTOCOL_NUMBER, Greeting

MAGIC = b"\x00CNN-DESIGNER\x01"
LONGEST_FRAME_BYTES = 64 * 1024 * 1024

# a text that is not UTF-8 is reported by Python's own error, too deep a nesting too
_UNDECODABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

_encoder = msgspec.msgpack.Encoder()
_commands: msgspec.msgpack.Decoder[AnyCommand] = msgspec.msgpack.Decoder(AnyCommand)
_events: msgspec.msgpack.Decoder[AnyEvent] = msgspec.msgpack.Decoder(AnyEvent)
_greetings = msgspec.msgpack.Decoder(Greeting)


def frame(message: AnyCommand | AnyEvent) -> bytes:
    """Return a message as one frame.

    Raises:
        ProtocolError: The message is longer than a frame may be.
    """
    return _prefixed(_encoder.encode(message))


def greeting_frame(greeting: Greeting) -> bytes:
    """Return the magic and the greeting: the first bytes of a side."""
    return MAGIC + _prefixed(_encoder.encode(greeting))


def _prefixed(body: bytes) -> bytes:
    if len(body) > LONGEST_FRAME_BYTES:
        raise ProtocolError(f"a message of {len(body):,} bytes is longer than a frame may be ({LONGEST_FRAME_BYTES:,} bytes)")
    return len(body).to_bytes(4, "big") + body


class FrameSplitter:
    """Cuts a stream of bytes into the bodies of frames, however the bytes arrive.

    What comes before the magic (an ssh banner, say) is kept apart and returned by `take_noise`.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._noise = bytearray()
        self._greeted = False

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes and return the bodies that are complete now.

        Raises:
            ProtocolError: A frame claims to be longer than any may be.
        """
        self._buffer += data
        if not self._greeted and not self._find_magic():
            return []
        bodies, start = [], 0
        while len(self._buffer) - start >= 4:
            length = int.from_bytes(self._buffer[start : start + 4], "big")
            if length > LONGEST_FRAME_BYTES:
                raise ProtocolError(f"a frame claims {length:,} bytes; at most {LONGEST_FRAME_BYTES:,} are allowed")
            if len(self._buffer) - start - 4 < length:
                break
            bodies.append(bytes(self._buffer[start + 4 : start + 4 + length]))
            start += 4 + length
        del self._buffer[:start]
        return bodies

    def take_noise(self) -> str:
        """Return, once, the text that came before the magic."""
        text = self._noise.decode("utf-8", "replace")
        self._noise.clear()
        return text

    def _find_magic(self) -> bool:
        at = self._buffer.find(MAGIC)
        # the magic may be cut in two: keep what could be its beginning
        keep = len(MAGIC) - 1
        noise = at if at >= 0 else max(0, len(self._buffer) - keep)
        self._noise += self._buffer[:noise]
        del self._buffer[: noise + (len(MAGIC) if at >= 0 else 0)]
        self._greeted = at >= 0
        return self._greeted


def decode_command(body: bytes) -> AnyCommand:
    """Return the command in a frame's body.

    Raises:
        ProtocolError: The body is not a command.
    """
    try:
        return _commands.decode(body)
    except _UNDECODABLE as error:
        raise ProtocolError(f"not a command of this program: {error}") from error


def decode_event(body: bytes) -> AnyEvent:
    """Return the event in a frame's body.

    Raises:
        ProtocolError: The body is not an event.
    """
    try:
        return _events.decode(body)
    except _UNDECODABLE as error:
        raise ProtocolError(f"not a message of the worker: {error}") from error


def decode_greeting(body: bytes) -> Greeting:
    """Return the other side's greeting.

    Raises:
        ProtocolError: Not a greeting, or of another protocol number.
    """
    try:
        greeting = _greetings.decode(body)
    except _UNDECODABLE as error:
        raise ProtocolError(f"the other side is not this program: {error}") from error
    if greeting.protocol != PROTOCOL_NUMBER:
        text = f"the other side (version {greeting.program}) speaks protocol {greeting.protocol}, this program {PROTOCOL_NUMBER};"
        text += " use the same version on both"
        raise ProtocolError(text)
    return greeting

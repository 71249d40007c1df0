"""A picture of a page in 256 colours: flat pages lose nothing that is seen, and weigh a third."""

import base64
import struct
import zlib

from playwright.sync_api import Page

# The commonest colours stay as they are; the others, on the edges of letters, become the nearest of those.
_INDEXED = """async png => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const points = new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const each of points) counts.set(each, (counts.get(each) ?? 0) + 1);
  const sorted = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a - b);
  const kept = sorted.slice(0, 256);
  const channels = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  const far = (a, b) => channels(a).reduce((sum, value, n) => sum + (value - channels(b)[n]) ** 2, 0);
  const nearer = (colour) => (best, each, n) => (far(colour, each) < far(colour, kept[best]) ? n : best);
  const near = (colour) => kept.reduce(nearer(colour), 0);
  const index = new Map(sorted.map((colour, n) => [colour, n < 256 ? n : near(colour)]));
  let bytes = "";
  for (const each of points) bytes += String.fromCharCode(index.get(each));
  return { width: image.width, height: image.height, colours: kept.flatMap(channels), bytes: btoa(bytes) };
}"""


def slimmed(page: Page, png: bytes) -> bytes:
    """Write a PNG again, with a palette."""
    found = page.evaluate(_INDEXED, base64.b64encode(png).decode())
    width, height = found["width"], found["height"]
    points = base64.b64decode(found["bytes"])
    lines = b"".join(b"\0" + points[start : start + width] for start in range(0, len(points), width))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes(found["colours"])),
            _chunk(b"IDAT", zlib.compress(lines, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BITS = 5;

/** Bytes in base32 without padding (RFC 4648, section 6): capitals and digits, which QR codes pack most densely. */
export function toBase32(bytes: Uint8Array): string {
  let text = "";
  let buffer = 0;
  let held = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    held += 8;
    while (held >= BITS) {
      held -= BITS;
      text += ALPHABET[(buffer >>> held) & 31];
    }
    buffer &= (1 << held) - 1;
  }
  return held === 0 ? text : text + ALPHABET[(buffer << (BITS - held)) & 31];
}

/** Bytes of base32 without padding; undefined unless it is the one text that `toBase32` makes of them. */
export function fromBase32(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * BITS) / 8));
  let buffer = 0;
  let held = 0;
  let at = 0;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return undefined;
    buffer = (buffer << BITS) | value;
    held += BITS;
    if (held >= 8) {
      held -= 8;
      bytes[at++] = buffer >>> held;
      buffer &= (1 << held) - 1;
    }
  }
  return toBase32(bytes) === text ? bytes : undefined;
}

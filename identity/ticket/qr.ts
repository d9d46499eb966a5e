import { encode, renderUnicodeCompact } from "uqr";

/** Light modules around a code that scanners need (ISO/IEC 18004). */
const QUIET_ZONE = 4;

/** A ticket's QR code for a terminal: two modules per line, dark on light whatever the terminal's colours. */
export function drawTicket(ticket: string): string[] {
  const drawn = renderUnicodeCompact(ticket, { ecc: "L", border: QUIET_ZONE });
  // Blocks are the light modules: white on black on any terminal, since few scanners read inverted codes.
  return drawn.split("\n").map((line) => `\u001b[97;40m${line}\u001b[0m`);
}

/** Version of a text's QR code (1 to 40) and its width in modules. */
export function sizeOfQr(text: string): { readonly version: number; readonly modules: number } {
  const { version, size } = encode(text, { ecc: "L", border: 0 });
  return { version, modules: size };
}

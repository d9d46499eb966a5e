const LINE = /.{1,64}/g;

/** A certificate's DER in PEM (RFC 7468), with a line break at the end. */
export function certificatePem(der: Uint8Array): string {
  const lines = Buffer.from(der).toString("base64").match(LINE) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}

const LIST = "Look at what there is with wattproof certificate list.";
const CORRECT = "Correct the file, and have the issuing body sign it anew.";

/** Errors of `EnergyCertificate` and `ProductionCertifier`, as far as commands meet them, by name, for people. */
export const CERTIFICATE_REFUSALS = {
  EnergyCertificateNotIssuingBody: {
    message: "The account is no issuing body",
    next: "Have an administrator appoint it (wattproof certificate appoint), and admit it to the consortium (wattproof member admit).",
  },
  EnergyCertificateNotMember: {
    message: "Only a member of the consortium becomes an issuing body",
    next: "Admit the account first (wattproof member admit).",
  },
  EnergyCertificateNotMeter: {
    message: "The device is no meter that the registry knows",
    next: "Look at the device with wattproof device show.",
  },
  EnergyCertificateAmbiguousDevice: {
    message: "Another accredited device has the same first 27 bytes",
    next: "Register the device anew, with another salt.",
  },
  EnergyCertificateInvalidAccreditation: {
    message: "The accreditation lacks a site, source, carrier or rated power, or ends before it begins",
    next: CORRECT,
  },
  EnergyCertificateUnexpectedNumber: {
    message: "The accreditation's number is not the device's next",
    next: "Have the issuing body sign it anew; if it is filed already, there is nothing to do.",
  },
  EnergyCertificateAccreditationsFull: {
    message: "The device has as many accreditations as one may have",
    next: "Register another device in its place.",
  },
  EnergyCertificateInvalidSignature: {
    message: "The issuing body did not sign exactly this",
    next: CORRECT,
  },
  EnergyCertificateIsRevoked: {
    message: "The certificate is revoked: it neither moves nor is claimed",
    next: "Look at the device's incident with wattproof device show.",
  },
  EnergyCertificateInvalidClaim: {
    message: "A claim is of at least 1 Wh, with beneficiary and purpose of 1 to 256 bytes each",
    next: "Shorten --beneficiary or --purpose.",
  },
  ERC1155InsufficientBalance: { message: "The account holds less of the certificate", next: LIST },
  ERC1155InvalidReceiver: {
    message: "The receiver takes no certificates",
    next: "Name an account, or a contract that accepts ERC-1155 tokens.",
  },
  ProductionCertifierNotSettled: {
    message: "The intervals are not, or no longer, the last that were settled of the meter",
    next: "Run the command again.",
  },
} as const;

export type CertificateRefusalCode = keyof typeof CERTIFICATE_REFUSALS;

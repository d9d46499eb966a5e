import { quoted, WattproofError } from "../protocol/index.js";

/** A file that is no keystore, or not one of the kind that was asked for. */
export class KeystoreInvalid extends WattproofError {
  /** @param reason Continues "The keystore …". */
  constructor(path: string, reason: string) {
    super({
      code: "KeystoreInvalid",
      message: `The keystore ${quoted(path)} ${reason}.`,
      next: "Check that it is the right file, or restore it from a copy.",
      facts: { path },
    });
  }
}

/** The password does not open the keystore. */
export class PasswordWrong extends WattproofError {
  constructor(path: string) {
    super({
      code: "PasswordWrong",
      message: `The password does not open the keystore ${quoted(path)}.`,
      next: "Try again; a keystore whose password is lost cannot be opened by anybody.",
      facts: { path },
    });
  }
}

/** What a keystore says beside its key does not belong to the key. */
export class KeystoreTampered extends WattproofError {
  /** @param reason Continues "The keystore …". */
  constructor(path: string, reason: string) {
    super({
      code: "KeystoreTampered",
      message: `The keystore ${quoted(path)} ${reason}: somebody or something changed the file.`,
      next: "Restore it from a copy, and find out who can write to it.",
      facts: { path },
    });
  }
}

/** A keystore is for another deployment or device than the command. */
export class KeystoreForeign extends WattproofError {
  /** @param reason Continues "The keystore …". */
  constructor(path: string, reason: string) {
    super({
      code: "KeystoreForeign",
      message: `The keystore ${quoted(path)} ${reason}.`,
      next: "Name the keystore of this device, or make a new key for it in another file.",
      facts: { path },
    });
  }
}

/** A file with a secret is never written over. */
export class SecretFileExists extends WattproofError {
  constructor(path: string) {
    super({
      code: "SecretFileExists",
      message: `There is a file ${quoted(path)} already, and a file that may hold a secret is never written over.`,
      next: "Name another file, or move the old one away.",
      facts: { path },
    });
  }
}

/** A file with a secret could not be written. */
export class SecretFileUnwritable extends WattproofError {
  constructor(path: string, cause: unknown) {
    const why = (cause as NodeJS.ErrnoException).code ?? "no reason was given";
    super({
      code: "SecretFileUnwritable",
      message: `The file ${quoted(path)} cannot be written (${why}).`,
      next: "Check that its directory exists and may be written to.",
      facts: { path, why },
      cause,
    });
  }
}

/** Text that is no enrolment ticket. Says nothing of the text: it may be a secret with a typing error. */
export class TicketInvalid extends WattproofError {
  /** @param reason Continues "The text is no enrolment ticket: …". */
  constructor(reason: string) {
    super({
      code: "TicketInvalid",
      message: `The text is no enrolment ticket: ${reason}.`,
      next: "Scan or copy the whole ticket again, or ask the organisation for a new one.",
      facts: { reason },
    });
  }
}

/** The ticket ran out. */
export class TicketExpired extends WattproofError {
  constructor(device: string, expiresAtS: bigint, nowS: bigint) {
    super({
      code: "TicketExpired",
      message: `The ticket of device ${device} ran out at second ${expiresAtS}; it is ${nowS}.`,
      next: "Ask the organisation for a new ticket (wattproof device renew).",
      facts: { device, expiresAtS, nowS },
    });
  }
}

/** The ticket is good, but no longer, or not, what the chain waits for. */
export class TicketStale extends WattproofError {
  /** @param reason Continues "The ticket of device …". */
  constructor(device: string, reason: string) {
    super({
      code: "TicketStale",
      message: `The ticket of device ${device} ${reason}.`,
      next: "Use the newest ticket, or ask the organisation for one (wattproof device renew or recover).",
      facts: { device },
    });
  }
}

/** A ticket, message, DID or file is of another chain or deployment than the one that is asked. */
export class DeploymentForeign extends WattproofError {
  constructor(
    what: string,
    facts: { chainId: bigint; directory: string; givenChainId: bigint; givenDirectory: string },
  ) {
    super({
      code: "DeploymentForeign",
      message: `${what} is for the Directory ${facts.givenDirectory} of chain ${facts.givenChainId}, not for ${facts.directory} of chain ${facts.chainId}.`,
      next: "Name the right node with --rpc and the right Directory with --directory.",
      facts,
    });
  }
}

/** A file with what a device signed for the registry cannot be used. */
export class MessageUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "MessageUnreadable",
      message: `The device's message is unusable: ${reason}.`,
      next: "Ask for the file that --sign-only wrote, whole and unchanged.",
      facts: { reason },
    });
  }
}

/** A device's message that its keys did not sign. */
export class MessageUnsigned extends WattproofError {
  /** @param whose Whose signature does not fit, such as "the ticket". */
  constructor(device: string, whose: string) {
    super({
      code: "MessageUnsigned",
      message: `The signature of ${whose} does not fit the message of device ${device}.`,
      next: "Have the device sign it anew; a message is good for one device, key and deployment.",
      facts: { device, whose },
    });
  }
}

/** A file with a record that a device signed cannot be used. */
export class RecordUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "RecordUnreadable",
      message: `The signed record is unusable: ${reason}.`,
      next: "Compare the file with the format in docs/identity.md.",
      facts: { reason },
    });
  }
}

/** A DID that does not name a device of a deployment. */
export class DidInvalid extends WattproofError {
  constructor(reason: string) {
    super({
      code: "DidInvalid",
      message: `The text is no device's DID: ${reason}.`,
      next: "Write did:wattproof:<0x chain id>:<address of the Directory>:<device id>, in lower case.",
      facts: { reason },
    });
  }
}

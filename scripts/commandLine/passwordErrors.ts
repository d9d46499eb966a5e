import { quoted, WattproofError } from "../../protocol/index.js";

/** A password is needed, and there is nobody to ask. */
export class PasswordMissing extends WattproofError {
  constructor(of: string) {
    super({
      code: "PasswordMissing",
      message: `The password of ${quoted(of)} is needed, and there is no terminal to ask at.`,
      next: "Name a file that holds it with --password-file, or set WATTPROOF_PASSWORD.",
    });
  }
}

/** The same password was to be typed twice. */
export class PasswordMismatch extends WattproofError {
  constructor() {
    super({
      code: "PasswordMismatch",
      message: "The two passwords differ.",
      next: "Run the command again and type the same password twice.",
    });
  }
}

/** A password that is guessed in no time. */
export class PasswordWeak extends WattproofError {
  constructor(shortest: number) {
    super({
      code: "PasswordWeak",
      message: `A new keystore's password has at least ${shortest} characters.`,
      next: "Choose a longer one, such as a few random words.",
      facts: { shortest },
    });
  }
}

/** The user pressed Ctrl-C or closed the terminal instead of typing a password: an interruption, not an error. */
export class PasswordDeclined extends WattproofError {
  constructor() {
    super({
      code: "PasswordDeclined",
      message: "No password was typed.",
      next: "Run the command again when you have it.",
    });
  }
}

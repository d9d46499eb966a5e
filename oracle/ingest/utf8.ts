import { Transform } from "node:stream";
import { CsvEncodingInvalid } from "./errors.js";

/**
 * Passes bytes on as they are and fails with `CsvEncodingInvalid` at the first that are not UTF-8: a decoder that puts
 * U+FFFD in their place would make two names, or two batteries, one.
 * @param source Name of the file, for the error.
 */
export function requireUtf8(source: string): Transform {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const isText = (decode: () => string): boolean => {
    try {
      decode();
      return true;
    } catch {
      return false;
    }
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (isText(() => decoder.decode(chunk, { stream: true }))) done(null, chunk);
      else done(new CsvEncodingInvalid(source));
    },
    flush(done) {
      if (isText(() => decoder.decode())) done();
      else done(new CsvEncodingInvalid(source));
    },
  });
}

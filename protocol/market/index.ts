export * from "./adverts.js";
export * from "./autoprice.js";
export * from "./message.js";

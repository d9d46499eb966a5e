// Benchmarks enter the demo through its door, and use the tests' helpers as they are.
export { attestReserves, signQuorum } from "../../../demo/chain/treasury.js";

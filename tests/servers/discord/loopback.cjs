// Every server of this process listens on 127.0.0.1, whatever it asked for.
const net = require("node:net");
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (first, ...rest) {
  const callback = rest.findLast((each) => typeof each === "function");
  const port = typeof first === "object" && first !== null ? first.port : first;
  return listen.call(this, { port: Number(port), host: "127.0.0.1" }, callback);
};

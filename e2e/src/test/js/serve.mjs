// Listens on any port, says where, and ends with who started it.
export function serve(app) {
  const server = app.listen(0, "127.0.0.1", () => {
    console.log(`URL http://127.0.0.1:${server.address().port}`);
  });
  process.stdin.on("end", () => process.exit());
  process.stdin.resume();
}

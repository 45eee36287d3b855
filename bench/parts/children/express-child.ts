/** The reference of the receiver: Express 5 that parses JSON and answers 200, and does nothing else. */
import express from 'express';

const app = express();
app.use(express.json());
app.post('/webhook/guance/:token', (_req, res) => {
  res.status(200).json({ accepted: [{ status: 'parsed' }] });
});
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  process.send?.({ port: address.port });
});

"""An API as small as it can be and still be drained: / and /healthcheck answer at once, /slow?s=N after N seconds."""
import json
import os
import signal
import socket
import threading
import time

import oslo_log

from . import cloud, release


class Api:
    """One listening socket, a thread per connection, a count of requests in work."""

    def __init__(self, binary):
        self.binary = binary
        self.database = cloud.connect()
        self.lock = threading.Lock()          # for the database and the count
        self.in_work = 0
        self.stopping = threading.Event()

    def answer(self, path):
        """(status, body) of one request."""
        name, _, query = path.partition('?')
        if name == '/slow':
            time.sleep(float(query.partition('s=')[2] or 5))
        with self.lock:
            schema, old = cloud.marks(self.database), cloud.too_old(self.database)
        body = {'service': release.NAME, 'version': release.VERSION, 'host': cloud.HOST,
                'code_schema': release.SCHEMA, 'schema': list(schema), 'oslo_log': oslo_log.__version__}
        # like oslo.middleware's, the health check says that the process is there, not that its database fits
        if old and name != '/healthcheck':
            return 500, dict(body, error='this code is older than the contracted schema')
        return 200, body

    def serve_connection(self, connection):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        stream = connection.makefile('rb')
        try:
            while not self.stopping.is_set() and self.serve_request(connection, stream):
                pass
        except (OSError, ValueError):
            pass                              # the client is gone, or does not speak HTTP: nothing to answer
        finally:
            stream.close()
            connection.close()

    def serve_request(self, connection, stream):
        """Answer one request; False when the connection is to be closed."""
        request = stream.readline(8192)
        if not request:
            return False
        with self.lock:
            self.in_work += 1
        try:
            method, path, version = request.decode('latin-1').split()
            keep = version == 'HTTP/1.1'
            while (line := stream.readline(8192)) not in (b'\r\n', b'\n', b''):
                if line.lower().startswith(b'connection:'):
                    keep = b'close' not in line.lower()
            status, body = self.answer(path)
            keep = keep and not self.stopping.is_set()
            self.send(connection, status, body, keep, method == 'HEAD')
            return keep
        finally:
            with self.lock:
                self.in_work -= 1

    @staticmethod
    def send(connection, status, body, keep, head_only):
        payload = json.dumps(body).encode() + b'\n'
        head = (f'HTTP/1.1 {status} {"OK" if status == 200 else "Internal Server Error"}\r\n'
                f'Content-Type: application/json\r\nContent-Length: {len(payload)}\r\n'
                f'Connection: {"keep-alive" if keep else "close"}\r\n\r\n').encode()
        connection.sendall(head if head_only else head + payload)

    def run(self):
        cloud.start_or_exit(self.database, self.binary)
        time.sleep(float(cloud.setting('DEFAULT', 'start_seconds', '1')))
        address = (socket.gethostbyname(cloud.HOST), int(cloud.setting('DEFAULT', 'bind_port', '0')))
        listener = socket.create_server(address, backlog=256)
        signal.signal(signal.SIGTERM, lambda *_: (self.stopping.set(), listener.close()))
        print(f'{self.binary} {release.VERSION} listening on {address}', flush=True)
        while not self.stopping.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                break                         # closed by SIGTERM
            threading.Thread(target=self.serve_connection, args=(connection,), daemon=True).start()
        self.finish()

    def finish(self):
        """Requests in work are answered; idle keep-alive connections are not waited for."""
        if cloud.setting('DEFAULT', 'graceful', '1') == '1':
            while self.in_work:
                time.sleep(0.02)
        with self.lock:
            cloud.journal(self.database, self.binary, 'stop')
        print(f'{self.binary} {release.VERSION} stopped', flush=True)
        os._exit(0)


def main(binary):
    Api(binary).run()

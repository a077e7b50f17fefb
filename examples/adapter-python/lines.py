"""A file of JSON values, one a line, that is only ever added to. What `append` has returned from is on disk."""
import json
import os


class Lines:
    def __init__(self, path):
        self._file = open(path, "a+b")
        self._file.seek(0)
        self.entries = []
        whole = 0
        for line in self._file:
            # A kill in the middle of a write leaves half a line: nobody has acted on it yet.
            if not line.endswith(b"\n"):
                break
            self.entries.append(json.loads(line))
            whole += len(line)
        self._file.truncate(whole)

    def append(self, entry):
        self._file.write(json.dumps(entry).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self.entries.append(entry)

"""Tensors in a file that the tests read: NAME.bin holds their bytes, NAME.json says where each lies."""
import json
import os


def write(folder, name, tensors):
    header, at = {}, 0
    with open(os.path.join(folder, name + ".bin"), "wb") as out:
        for key, t in tensors.items():
            data = t.contiguous().numpy().tobytes()
            header[key] = {"dtype": str(t.dtype).replace("torch.", ""), "shape": list(t.shape), "at": at, "bytes": len(data)}
            at += len(data)
            out.write(data)
    with open(os.path.join(folder, name + ".json"), "w") as out:
        json.dump(header, out)

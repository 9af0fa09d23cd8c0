"""Devices, mounts and open files made by hand."""

from hexascope.domain.rows import BlockDevice, Mount, OpenFile

LOOP = BlockDevice("loop0", "7:0", "loop", size_bytes=200 * 2**20, backing_file="/srv/image")
SDA = BlockDevice(
    "sda", "8:0", "disk", size_bytes=2**40, rotational=True, partitions=(("sda1", "8:1"),)
)


def mount(**fields: object) -> Mount:
    """Make a mount of a filesystem of 1 GiB that is half full."""
    base: dict[str, object] = {
        "point": "/data",
        "device": "/dev/loop0",
        "device_number": "7:0",
        "kind": "ext4",
        "options": "rw,relatime",
        "size_bytes": 2**30,
        "free_bytes": 2**29,
        "available_bytes": 2**29,
    }
    return Mount(**{**base, **fields})  # type: ignore[arg-type] # the row checks


def opened(pid: int, path: str = "/data/service.log", **fields: object) -> OpenFile:
    """Make a file open for writing."""
    base: dict[str, object] = {
        "pid": pid,
        "descriptor": 3,
        "path": path,
        "device_number": "7:0",
        "size_bytes": 0,
        "allocated_bytes": 0,
        "deleted": False,
        "writable": True,
        "position": 0,
    }
    return OpenFile(**{**base, **fields})  # type: ignore[arg-type] # the row checks

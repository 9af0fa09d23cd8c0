"""The health log of an NVMe drive, as the drive itself keeps it."""

import fcntl
import os
import re
import struct

from hexascope.collect.contract import Json

_ADMIN_COMMAND = 0xC0484E41  # NVME_IOCTL_ADMIN_CMD
_GET_LOG_PAGE = 0x02
_HEALTH_LOG = 0x02
_ALL_NAMESPACES = 0xFFFFFFFF
_LOG_BYTES = 512
_COMMAND = struct.Struct("<BBHI8xQQIIIIIIIIII")
_DEVICE = re.compile(r"^nvme[0-9]{1,4}$")


def nvme_health(device: str) -> Json:
    """Read the health log of a controller such as `nvme0`; takes root. It changes nothing."""
    if not _DEVICE.match(device):
        raise ValueError(device)
    import ctypes

    page = ctypes.create_string_buffer(_LOG_BYTES)
    words = (_LOG_BYTES // 4 - 1) << 16 | _HEALTH_LOG
    command = _COMMAND.pack(
        _GET_LOG_PAGE, 0, 0, _ALL_NAMESPACES, 0, ctypes.addressof(page), 0, _LOG_BYTES,
        words, 0, 0, 0, 0, 0, 1000, 0,
    )  # fmt: skip
    handle = os.open(f"/dev/{device}", os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.ioctl(handle, _ADMIN_COMMAND, bytearray(command))
    finally:
        os.close(handle)
    return health(page.raw)


def health(page: bytes) -> Json:
    """Read the page: warning bits, spare and life in percent, unrecovered errors."""
    return {
        "warning": page[0],
        "spare": page[3],
        "spare_threshold": page[4],
        "used": page[5],
        "media_errors": int.from_bytes(page[160:176], "little"),
    }

"""Receives UDP packets and throws them away."""

import socket


def main(address: str, port: int) -> None:
    """Reads as they come."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as inlet:
        inlet.bind((address, port))
        while True:
            inlet.recv(2048)

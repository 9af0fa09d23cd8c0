"""The recorder: one file for any Python from 3.6 on, built from the collectors themselves."""

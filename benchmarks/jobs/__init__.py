"""What it costs to do a job that is kept, beside Celery on Redis that keeps none."""

"""What pages print, as rows of ready strings, and what their caches are known by.

Templates over model instances cost several times as much as over plain values.
"""

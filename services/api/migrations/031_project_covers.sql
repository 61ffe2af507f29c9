-- Project list with a cover and counts in one query. The view asks as the caller, so policies apply.
ALTER TABLE public.projects ADD COLUMN cover_url TEXT;

UPDATE public.projects p
SET cover_url = (
  SELECT f.image_url
  FROM public.frames f
  JOIN public.shots sh ON sh.id = f.shot_id
  JOIN public.scenes s ON s.id = sh.scene_id
  WHERE s.branch_id = p.active_branch_id AND f.image_url IS NOT NULL
  ORDER BY s.scene_number, sh.shot_number, f.frame_type DESC
  LIMIT 1
);

CREATE VIEW public.project_summaries
WITH (security_invoker = true) AS
SELECT
  p.id,
  p.user_id,
  p.title,
  p.status,
  p.cover_url,
  p.updated_at,
  (SELECT COUNT(*) FROM public.branches b WHERE b.project_id = p.id) AS branch_count,
  (SELECT COUNT(*) FROM public.scenes s WHERE s.branch_id = p.active_branch_id) AS scene_count,
  (
    SELECT MAX(ss.stage_number)
    FROM public.stage_states ss
    WHERE ss.branch_id = p.active_branch_id AND ss.status = 'locked'
  ) AS last_locked_stage
FROM public.projects p;

COMMENT ON VIEW public.project_summaries IS 'What the dashboard shows; one row per project.';
